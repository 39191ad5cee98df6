import type { NewArticle } from '../articles/article-input.js';
import type { NewUser } from '../users/user-input.js';

/*
 * What a new database is filled with, so that there is something to look at.
 */

export interface DemoUser extends NewUser {
  readonly bio: string;
}

/** Who is told to the one who starts the application. */
export const DEMO_ACCOUNT: DemoUser = {
  username: 'ada',
  email: 'ada@conduit.example',
  password: 'tongue-and-groove',
  bio: 'Writes about machines.',
};

export const USERS: readonly DemoUser[] = [
  DEMO_ACCOUNT,
  {
    username: 'grace',
    email: 'grace@conduit.example',
    password: 'relay-70-panel-f',
    bio: 'Finds moths, among other things.',
  },
  {
    username: 'hedy',
    email: 'hedy@conduit.example',
    password: 'eighty-eight-keys',
    bio: 'Hops from one frequency to another.',
  },
];

export interface DemoArticle extends NewArticle {
  /** Names of users. */
  readonly author: string;
  readonly likedBy: readonly string[];
  readonly comments: readonly (readonly [author: string, text: string])[];
}

export const ARTICLES: readonly DemoArticle[] = [
  {
    author: 'ada',
    title: 'Why a tenon holds without a nail',
    description: 'A joint that is older than iron.',
    body: 'A tenon is the tongue of wood that fits the hole of another piece.\n\nGlue keeps it in place; the fit keeps it strong.',
    tagList: ['joints', 'wood'],
    likedBy: ['grace', 'hedy'],
    comments: [
      ['grace', 'And when the wood dries?'],
      ['ada', 'Then the peg pulls it tight.'],
    ],
  },
  {
    author: 'grace',
    title: 'The first bug that was one',
    description: 'It is taped into the log.',
    body: 'At 15:45 a moth was found in relay 70 of panel F.\n\n> First actual case of bug being found.',
    tagList: ['machines', 'history'],
    likedBy: ['ada'],
    comments: [['hedy', 'Poor moth.']],
  },
  {
    author: 'hedy',
    title: 'Eighty-eight frequencies',
    description: 'As many as a piano has keys.',
    body: 'Whoever wants to disturb a message must know where it is. So it had better not stay there.',
    tagList: ['radio', 'history'],
    likedBy: ['ada', 'grace'],
    comments: [],
  },
  {
    author: 'ada',
    title: 'Notes on a machine that is not built yet',
    description: 'What it could do, and what it could not.',
    body: 'It can do whatever we know how to order it to perform.\n\nIt has no pretensions to originate anything.',
    tagList: ['machines', 'history'],
    likedBy: [],
    comments: [['grace', 'We shall see.']],
  },
];

/** Who reads whom. */
export const FOLLOWS: readonly (readonly [follower: string, followed: string])[] = [
  ['ada', 'grace'],
  ['ada', 'hedy'],
  ['grace', 'ada'],
];
