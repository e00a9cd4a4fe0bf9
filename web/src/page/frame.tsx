/**
 * What stands around every page: its title, the language, who is signed in, what has to be said of the data, and the
 * place where screen readers hear what has just happened.
 */
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { chooseLanguage, type Language, language, t } from './words';

export interface FrameProps {
  /** What the page is, such as "Lapor"; said by the document's title too. */
  readonly title: string;
  /** Whether any of the data is simulated. */
  readonly simulated?: boolean;
  /** Links or buttons at the right of the title. */
  readonly actions?: ComponentChildren;
  readonly children: ComponentChildren;
}

export function Frame({ title, simulated = false, actions, children }: FrameProps) {
  const offline = useOffline();
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <>
      <button type="button" class="skip" onClick={toContent}>
        {t('Skip to content')}
      </button>
      <header class="top">
        <h1>{title}</h1>
        <div class="top-actions">
          {actions}
          <LanguageSwitch />
        </div>
      </header>
      {offline && (
        <p class="banner banner-caution" role="status">
          {t('No network. What you do is kept here and sent when it is back.')}
        </p>
      )}
      {simulated && <p class="banner">{t('Simulated data: none of this happened.')}</p>}
      <main id="content" tabIndex={-1}>
        {children}
      </main>
      <Announcer />
    </>
  );
}

/** Whether the browser says that there is no network. */
export function useOffline(): boolean {
  const [offline, setOffline] = useState(!navigator.onLine);
  useEffect(() => {
    const look = () => setOffline(!navigator.onLine);
    window.addEventListener('online', look);
    window.addEventListener('offline', look);
    return () => {
      window.removeEventListener('online', look);
      window.removeEventListener('offline', look);
    };
  }, []);
  return offline;
}

const SAID = 'commandcenter-said';

/** Lets screen readers say what has just happened, without moving the focus. */
export function announce(text: string): void {
  window.dispatchEvent(new CustomEvent(SAID, { detail: text }));
}

function Announcer() {
  const [text, setText] = useState('');
  useEffect(() => {
    const hear = (event: Event) => setText((event as CustomEvent<string>).detail);
    window.addEventListener(SAID, hear);
    return () => window.removeEventListener(SAID, hear);
  }, []);
  return (
    <p class="unseen" role="status">
      {text}
    </p>
  );
}

/** A header has little room: what is seen of a name is a part of it. */
const LANGUAGES: readonly { code: Language; name: string; seen: string }[] = [
  { code: 'id', name: 'Bahasa Indonesia', seen: 'Indonesia' },
  { code: 'en', name: 'English', seen: 'English' },
];

function LanguageSwitch() {
  const other = LANGUAGES.find(({ code }) => code !== language());
  if (other === undefined) return null;
  return (
    <button
      type="button"
      class="quiet"
      lang={other.code}
      aria-label={other.name}
      onClick={() => {
        chooseLanguage(other.code);
        window.dispatchEvent(new Event(LANGUAGE_CHANGED));
      }}
    >
      {other.seen}
    </button>
  );
}

/** Said to the window when the language was changed; the page's root draws everything anew. */
export const LANGUAGE_CHANGED = 'commandcenter-language';

function toContent(): void {
  document.getElementById('content')?.focus();
}
