import type { ServerResponse } from 'node:http';

/** Where the dev server answers browsers; nothing is there otherwise. */
export const DEV_PATH = '/__tenon/';
export const SCRIPT_PATH = `${DEV_PATH}dev.js`;
export const EVENTS_PATH = `${DEV_PATH}events`;

/** Gives the tag that brings the script into a page, and says of which process the page is. */
export function scriptTag(generation: string): string {
  return `<script src="${SCRIPT_PATH}" data-generation="${generation}" async></script>`;
}

/** Sends the script. */
export function sendScript(response: ServerResponse, script: string): void {
  response.writeHead(200, {
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(script);
}

/**
 * What runs in pages: it reloads the page when another process serves or a template has changed, and shows what is at fault over it.
 *
 * A file of its own from the same origin, and styles that are set by the script: a policy of `script-src 'self'` and
 * `style-src 'self'` lets it work.
 */
export const SCRIPT = `// Of \`tenon dev\`, and only there.
(() => {
  const { generation } = document.currentScript.dataset;
  let overlay;
  function show({ heading, text }) {
    hide();
    overlay = document.createElement('div');
    const root = overlay.attachShadow({ mode: 'open' });
    const add = (tag, content, style) => {
      const element = root.appendChild(document.createElement(tag));
      element.textContent = content;
      Object.assign(element.style, style);
    };
    Object.assign(overlay.style, {
      position: 'fixed', inset: '0', zIndex: '2147483647', overflow: 'auto', padding: '2rem', boxSizing: 'border-box',
      background: 'rgba(20, 20, 24, 0.96)', color: '#f2f2f2', font: '15px/1.5 ui-monospace, Menlo, Consolas, monospace',
    });
    add('h1', heading, { font: '600 20px/1.4 system-ui, sans-serif', color: '#ff7b72', margin: '0 0 1rem' });
    add('pre', text, { whiteSpace: 'pre-wrap', margin: '0' });
    document.documentElement.append(overlay);
  }
  function hide() {
    overlay?.remove();
    overlay = undefined;
  }
  function connect() {
    const events = new EventSource('${EVENTS_PATH}');
    events.addEventListener('served', ({ data }) => {
      if (JSON.parse(data).generation !== generation) location.reload();
      else hide();
    });
    events.addEventListener('pages', () => location.reload());
    events.addEventListener('fault', ({ data }) => {
      const fault = JSON.parse(data);
      if (fault.generation === generation) return;
      if (generation.startsWith('fault-')) location.reload();
      else show(fault);
    });
    // A browser comes back by itself, but some only after seconds, and none after a reply that is no stream.
    events.onerror = () => {
      events.close();
      setTimeout(connect, 100);
    };
  }
  connect();
})();
`;
