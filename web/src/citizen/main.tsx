/** The citizen page. */
import { Frame } from '../page/frame';
import { startPage } from '../page/start';
import { t } from '../page/words';

function Page() {
  return <Frame title={t('Report a problem')}>{null}</Frame>;
}

startPage('citizen', Page);
