/** The crew page's service worker. */
import built from 'built';
import { serve } from '../offline/worker';

serve(
  self as unknown as Parameters<typeof serve>[0],
  { page: 'crew', address: '/regu', opened: '#/' },
  built,
);
