/* What the reference's replies look like, so that Fastify writes them by generated code. */

const text = { type: 'string' } as const;
const textOrNull = { type: ['string', 'null'] } as const;

const profile = {
  type: 'object',
  properties: { username: text, bio: textOrNull, image: textOrNull, following: { type: 'boolean' } },
} as const;

const item = {
  slug: text,
  title: text,
  description: text,
  tagList: { type: 'array', items: text },
  createdAt: { type: 'string', format: 'date-time' },
  updatedAt: { type: 'string', format: 'date-time' },
  favorited: { type: 'boolean' },
  favoritesCount: { type: 'integer' },
  author: profile,
} as const;

const replyOf = (properties: object) => ({ response: { 200: { type: 'object', properties } } });

const slug = { params: { type: 'object', properties: { slug: text }, required: ['slug'] } } as const;

export const ARTICLE = {
  ...slug,
  ...replyOf({ article: { type: 'object', properties: { ...item, body: text } } }),
};

export const ARTICLES = {
  querystring: {
    type: 'object',
    properties: {
      limit: { type: 'integer', minimum: 1, default: 20 },
      offset: { type: 'integer', minimum: 0, default: 0 },
      tag: text,
      author: text,
      favorited: text,
    },
  },
  ...replyOf({
    articles: { type: 'array', items: { type: 'object', properties: item } },
    articlesCount: { type: 'integer' },
  }),
};

export const USER = replyOf({
  user: {
    type: 'object',
    properties: { email: text, token: text, username: text, bio: textOrNull, image: textOrNull },
  },
});

export const TAGS = replyOf({ tags: { type: 'array', items: text } });
