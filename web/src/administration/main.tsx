/** The administration page. */
import { startPage } from '../page/start';
import { Administration } from './administration';

startPage('administration', Administration);
