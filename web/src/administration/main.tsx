/** The administration page. */
import { Frame } from '../page/frame';
import { startPage } from '../page/start';
import { t } from '../page/words';

function Page() {
  return <Frame title={t('Administration')}>{null}</Frame>;
}

startPage('administration', Page);
