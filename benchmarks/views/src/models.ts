/*
 * What the pages show: as much as the home page of a blog has that many people write for. All subjects are given the same
 * objects, so that nothing but the page is measured.
 */

export interface Article {
  readonly slug: string;
  readonly title: string;
  readonly description: string;
  readonly createdAt: string;
  /** The date as people read it. */
  readonly written: string;
  readonly author: { readonly username: string; readonly image: string };
  readonly favorited: boolean;
  readonly favoritesCount: number;
  readonly tags: readonly string[];
}

/** What the view `home` is given. */
export interface HomeModel {
  readonly reader: string;
  readonly articles: readonly Article[];
  readonly tags: readonly string[];
  readonly page: number;
  readonly pages: number;
}

/** What the view `about` is given. */
export interface AboutModel {
  readonly reader: string;
  readonly writers: number;
  readonly readers: number;
}

/** Who has signed in. */
export const READER = 'ada';

const AUTHORS = ['ada', 'grace-h', 'linus', 'margaret', 'barbara.l', 'edsger'] as const;
const TAGS = [
  'typescript',
  'testing',
  'databases',
  'deployment',
  'c++',
  'html & css',
  'team-work',
  'security',
] as const;
const FIRST_DAY_MS = Date.UTC(2026, 0, 5, 9, 30);
const DAY_MS = 86_400_000;

/** Titles and descriptions; some have letters that markup has a meaning for, as in what people write. */
const TEXTS: readonly (readonly [title: string, description: string])[] = [
  ['How we halved the time of our tests', 'Most of it was waiting: for ports, for clocks, and for one sleep(2000).'],
  [
    'Indexes that nobody needs',
    'A database keeps what you have told it to keep. We found 41 indexes that no query had used for a year, and dropped them.',
  ],
  [
    'What "done" means to us',
    'It is merged, it is released, somebody has looked at the figures, and the old way is gone.',
  ],
  [
    'Generics without tears',
    'Why Map<string, Set<number>> is easier to read than you think, and when a plain interface does more for your team.',
  ],
  [
    'A week without a staging server',
    'We switched it off on Monday. On Friday nobody wanted it back; here is what we had to change first.',
  ],
  [
    'Small pull requests, read at once',
    'Ours have 120 lines on average. The rule that got us there is not about lines at all.',
  ],
  ["Don't store what you can derive", 'Three bugs, one cause: a column that another column knew already.'],
  [
    'Forms that forgive',
    'Keep what was typed, say what is wrong beside the field, and never empty a password without a word.',
  ],
  [
    'Reading a flame graph in ten minutes',
    'Wide is slow & tall is deep. Everything else about these pictures is detail, and most of it can wait.',
  ],
  [
    'The index page that took 9 seconds',
    'It asked the database 401 times. Two joins later it took 30 ms, and the cache in front of it could go.',
  ],
  [
    'Naming things after what they do',
    'A good name needs no comment; a bad one needs two, and then it is wrong in both.',
  ],
  [
    'Time zones, once and for all',
    'Store instants, show local times, and ask people where they are if they plan for next summer.',
  ],
  [
    'We deleted the microservices',
    'There were 14 of them and 6 of us. One process, one log and one deployment later, we ship twice as often.',
  ],
  [
    'Queues are not magic',
    "If the consumers can't keep up, a longer queue only means that people wait for longer before they are told.",
  ],
  [
    'An honest look at our error budget',
    'We had 43 minutes and used 51. The postmortem has no villain, but it has a cron job with > 1 owner.',
  ],
  [
    'CSS grid for people who like tables',
    'Rows, columns, and cells that span: you know it all already. The rest is <div> by another name.',
  ],
  [
    'Backups that were never restored',
    'The first rehearsal failed at step two. The fifth took eleven minutes, and anybody on the team can do it.',
  ],
  [
    'Letting juniors deploy on day one',
    'The button is safe, or it is not. We made it safe: smaller steps, a canary, and a way back in one click.',
  ],
  [
    'What our accessibility audit found',
    'Forty missing labels, one keyboard trap, and a menu that screen readers announced as "button button button".',
  ],
  [
    'Sealed cookies or a session table?',
    'Both work. We list what each of them costs, what an attacker gets from either, and why we chose the first.',
  ],
];

function articleOf([title, description]: readonly [string, string], number: number): Article {
  const date = new Date(FIRST_DAY_MS + number * 3 * DAY_MS);
  const username = AUTHORS[number % AUTHORS.length] as string;
  return {
    slug: `${title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}-${1000 + number * 37}`,
    title,
    description,
    createdAt: date.toISOString(),
    written: date.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }),
    author: { username, image: `https://images.example.com/people/${username}.jpg?size=64&fit=crop` },
    favorited: number % 3 === 0,
    favoritesCount: (number * 53) % 120,
    tags: Array.from({ length: number % 4 }, (_, index) => TAGS[(number + index * 3) % TAGS.length] as string),
  };
}

const ARTICLES = TEXTS.map(articleOf);

export function homeModel(reader: string): HomeModel {
  return { reader, articles: ARTICLES, tags: TAGS, page: 1, pages: 10 };
}

export function aboutModel(reader: string): AboutModel {
  return { reader, writers: 1342, readers: 80_211 };
}
