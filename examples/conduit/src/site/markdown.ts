import { Html, Injectable } from '@tenon/http';
import MarkdownIt from 'markdown-it';
import sanitizeHtml from 'sanitize-html';

/** How many texts are kept as they were written last. */
const MOST_KEPT = 200;

/**
 * Makes HTML of the Markdown that people write.
 *
 * There are two fences, so that a hole in one of them lets nothing through: the renderer takes markup for text, and the
 * sanitiser lets only those elements and addresses pass that are named below. A third one is the content security policy.
 */
@Injectable()
export class Markdown {
  readonly #renderer = new MarkdownIt({ html: false, linkify: true });
  /** Long texts take their time, and are read more often than they are written. */
  readonly #kept = new Map<string, Html>();

  render(text: string): Html {
    const known = this.#kept.get(text);
    if (known !== undefined) return known;
    const html = new Html(sanitizeHtml(this.#renderer.render(text), ALLOWED));
    if (this.#kept.size >= MOST_KEPT) this.#kept.delete(this.#kept.keys().next().value as string);
    this.#kept.set(text, html);
    return html;
  }
}

/** The page has a first heading of its own, under which those of a text stand. */
const HEADINGS = { h1: 'h2', h2: 'h3', h3: 'h4', h4: 'h5', h5: 'h6' };

const ELEMENTS = 'h2 h3 h4 h5 h6 p br hr blockquote pre code em strong s ul ol li table thead tbody tr th td a img';

const ALLOWED: sanitizeHtml.IOptions = {
  allowedTags: ELEMENTS.split(' '),
  allowedAttributes: {
    a: ['href', 'title', 'rel'],
    img: ['src', 'alt', 'title', 'loading', 'referrerpolicy'],
    ol: ['start'],
    pre: ['tabindex'],
  },
  // And relative ones. What begins with two slashes is of another site, and neither of these schemes.
  allowedSchemes: ['http', 'https'],
  allowProtocolRelative: false,
  transformTags: {
    ...HEADINGS,
    // Search engines need not follow what anybody may write, and pages that are opened learn nothing of ours.
    a: sanitizeHtml.simpleTransform('a', { rel: 'noopener nofollow' }),
    // Other sites need not learn who reads what.
    img: sanitizeHtml.simpleTransform('img', { loading: 'lazy', referrerpolicy: 'no-referrer' }),
    // What is too wide is scrolled, also by who has no mouse.
    pre: sanitizeHtml.simpleTransform('pre', { tabindex: '0' }),
  },
};
