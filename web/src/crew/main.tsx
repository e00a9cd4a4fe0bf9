/** The crew page. */
import { startPage } from '../page/start';
import { Root } from './root';

startPage('crew', Root);
