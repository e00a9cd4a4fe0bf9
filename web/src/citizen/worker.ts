/** The citizen page's service worker. */
import built from 'built';
import { serve } from '../offline/worker';

serve(
  self as unknown as Parameters<typeof serve>[0],
  { page: 'citizen', address: '/lapor', opened: '#/mine' },
  built,
);
