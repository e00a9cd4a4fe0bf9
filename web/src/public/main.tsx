/** The public page: a map, a list of the same reports, figures of the areas, and a sheet for one report. */
import { startPage } from '../page/start';
import { Page } from './page';

startPage('public', Page);
