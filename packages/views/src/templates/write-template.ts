import type { Eta } from 'eta';

/** A template that another one names by a literal. */
export interface TemplateReference {
  readonly by: 'include' | 'layout' | 'component';
  readonly name: string;
  readonly line: number;
}

/** A template as JavaScript. */
export interface WrittenTemplate {
  /** The body of a function of `it`, `__t` and `__e`; its second line is the template's first. */
  readonly code: string;
  readonly references: readonly TemplateReference[];
}

/** Where a tag of a template stands. */
interface Tag {
  readonly kind: 'print' | 'run';
  readonly content: string;
  readonly line: number;
}

/**
 * Writes a template as JavaScript.
 *
 * Each tag stands in the line that it has in the template, so that V8 itself names the template's line when it fails, and
 * nothing has to be counted while it runs. What a template does not mention is not made for it.
 *
 * @param source - the template
 * @param name - its name, which includes beside it are relative to
 * @param helpers - what templates have by name
 */
// The code that it amounts to, for `<h1><%= it.title %></h1><%= include('card') %>`:
//   const {title}=__t;let __o='';const include=(n,d)=>__t.include(n,d===undefined?it:__t.onTop(it,d),"page");{
//   __o+='<h1>';__o+=__e(it.title);__o+='</h1>';__o+=__e(include('card'));
//   }return __o;
export function writeTemplate(eta: Eta, source: string, name: string, helpers: Iterable<string>): WrittenTemplate {
  const items = readTags(eta, source);
  const tags = items.filter((item) => typeof item !== 'string');
  const mentioned = tags.map(({ content }) => content).join('\n');
  const mentions = (word: string): boolean => mentionsName(mentioned, word);
  const { body, isSplit } = writeItems(items, source.split('\n').length);
  const hasLayout = mentions('layout');
  const self = JSON.stringify(name);
  const names = [...helpers].filter(mentions);
  const parts = [
    names.length > 0 ? `const {${names.join(',')}}=__t;` : '',
    `let __o='';`,
    // What is printed within is the block, and not the page.
    mentions('block') || mentions('component')
      ? `const __c=f=>{const s=__o;__o='';try{const r=f();return __t.html(__o===''?__e(r):__o)}finally{__o=s}};`
      : '',
    hasLayout ? `let __l,__d;const layout=(n,d)=>{__l=n;__d=d};` : '',
    mentions('include') ? `const include=(n,d)=>__t.include(n,d===undefined?it:__t.onTop(it,d),${self});` : '',
    mentions('component') ? `const component=(n,d,f)=>__t.component(n,d,f&&__c(f),${self});` : '',
    mentions('block')
      ? hasLayout
        ? `const block=(n,f)=>__l===undefined?__t.block(n)??(f&&__c(f)):__t.define(n,f&&(()=>__c(f)));`
        : `const block=(n,f)=>__t.block(n)??(f&&__c(f));`
      : '',
    mentions('output') ? `const output=v=>{__o+=__e(v)};` : '',
    isSplit ? `const __w={set out(v){__o+=__e(v)}};` : '',
  ];
  const end = hasLayout ? `return __l===undefined?__o:__t.layout(__l,__t.onTop(it,__d),__o,${self});` : 'return __o;';
  // The braces let a template have variables of its own that are called as helpers are.
  return { code: `${parts.join('')}{\n${body}\n}${end}`, references: readReferences(tags) };
}

/** Whether a word stands there by itself, and not as a property of something. */
function mentionsName(text: string, word: string): boolean {
  return new RegExp(`(?<![\\w$.])${word.replaceAll('$', '\\$')}(?![\\w$])|\\.\\.\\.${word}(?![\\w$])`).test(text);
}

const OPEN = /<%[-_]?\s*[=~]?\s*/y;

/**
 * Reads texts and tags, as Eta does, and finds the line of each tag.
 *
 * A line that ends with a tag which prints nothing leaves no empty line behind. Eta does so behind all tags, and then words that
 * two lines print are one.
 */
function readTags(eta: Eta, source: string): (string | Tag)[] {
  let at = 0;
  let line = 1;
  const moveTo = (index: number): void => {
    for (; at < index; at++) if (source[at] === '\n') line++;
  };
  let isAfterRun = false;
  const items = eta.parse.call(eta, source).map((item): string | Tag => {
    if (typeof item === 'string') return isAfterRun && item.startsWith('\\n') ? item.slice(2) : item;
    OPEN.lastIndex = source.indexOf('<%', at);
    OPEN.exec(source);
    // Eta leaves blanks out on both sides, so that the content begins where the opening ends.
    moveTo(OPEN.lastIndex);
    const tag: Tag = { kind: item.t === 'e' || item.t === '' ? 'run' : 'print', content: item.val, line };
    moveTo(source.indexOf('%>', at + item.val.length) + 2);
    isAfterRun = tag.kind === 'run';
    return tag;
  });
  return items.filter((item) => item !== '');
}

/**
 * Writes texts and tags one behind the other, each tag in its line.
 *
 * @param lines - how many lines the template has: what is never closed is missed behind the last one
 */
function writeItems(items: readonly (string | Tag)[], lines: number): { body: string; isSplit: boolean } {
  let body = '';
  let line = 1;
  let isSplit = false;
  /** What has to stand before the next item, and is not there yet. */
  let pending: 'nothing' | 'separator' | 'line' = 'nothing';
  for (const item of items) {
    if (typeof item === 'string') {
      if (pending === 'line') line++;
      body += `${pending === 'nothing' ? '' : pending === 'line' ? '\n' : ';'}__o+='${item}';`;
      pending = 'nothing';
      continue;
    }
    const missing = item.line - line;
    if (missing > 0) {
      body += '\n'.repeat(missing);
      line = item.line;
    } else if (pending === 'line' || (pending === 'separator' && item.kind === 'run')) {
      // Between `}` and `else` no semicolon may stand.
      body += '\n';
      line++;
    } else if (pending === 'separator') body += ';';
    const { content } = item;
    const endsInComment = /\/\/[^\n]*$/.test(content);
    if (item.kind === 'run') {
      body += content;
      pending = endsInComment ? 'line' : 'separator';
    } else if (/\{\s*$/.test(content)) {
      // `<%= component('card', {}, () => { %>`: what is printed ends in a later tag.
      body += `__w.out=${content}`;
      isSplit = true;
      pending = 'separator';
    } else {
      body += `__o+=__e(${content}${endsInComment ? '\n' : ''});`;
      if (endsInComment) line++;
      pending = 'nothing';
    }
    line += content.split('\n').length - 1;
  }
  return { body: body + '\n'.repeat(Math.max(0, lines - line)), isSplit };
}

const REFERENCE = /(?<![\w$.])(include|layout|component)\(\s*(['"`])([^'"`$\\\n]*)\2/g;

/** Finds what a template names by a literal. */
function readReferences(tags: readonly Tag[]): TemplateReference[] {
  return tags.flatMap(({ content, line }) => {
    const text = withoutComments(content);
    return Array.from(text.matchAll(REFERENCE), ({ 1: by, 3: name, index }) => ({
      by: by as TemplateReference['by'],
      name: name as string,
      line: line + text.slice(0, index).split('\n').length - 1,
    }));
  });
}

/** Blanks comments out; an address such as `http://…` in a text is taken for one too, which hides and invents nothing. */
function withoutComments(content: string): string {
  return content
    .replaceAll(/\/\*[\s\S]*?\*\//g, (comment) => comment.replaceAll(/[^\n]/g, ' '))
    .replaceAll(/\/\/[^\n]*/g, (comment) => ' '.repeat(comment.length));
}
