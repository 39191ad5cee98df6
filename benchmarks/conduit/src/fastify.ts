import { createHmac, createSecretKey } from 'node:crypto';
import { ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { PostgreSqlDriver } from '@mikro-orm/postgresql';
import { type EntityManager, MikroORM, NodeSqliteDialect, SqliteDriver } from '@mikro-orm/sql';
import { fastify, type FastifyRequest } from 'fastify';
import { jwtVerify, SignJWT } from 'jose';
import { Article, Tag } from '../../../examples/conduit/dist/articles/article.js';
import { Favorite } from '../../../examples/conduit/dist/articles/favorite.js';
import { ENTITIES } from '../../../examples/conduit/dist/entities.js';
import { Follow } from '../../../examples/conduit/dist/profiles/follow.js';
import { User } from '../../../examples/conduit/dist/users/user.js';
import { SECRET } from './environment.js';
import { ARTICLE, ARTICLES, TAGS, USER } from './fastify-schemas.js';

/*
 * The same five routes on raw Fastify and MikroORM, as somebody would write them by hand: schemas for what comes in and goes
 * out, a fork of the EntityManager for each request, the same entities and the same queries.
 */

const KEY = createSecretKey(Buffer.from(SECRET));
const KID = createHmac('sha256', SECRET).update('kid').digest('base64url').slice(0, 16);
const A_WEEK = 7 * 24 * 3600;
const TOKEN = /^Token +([\w-]+\.[\w-]+\.[\w-]+)$/i;

class Refused extends Error {
  constructor(
    readonly statusCode: number,
    readonly errors: Readonly<Record<string, readonly string[]>>,
  ) {
    super('refused');
  }
}

export async function listen(url: string): Promise<number> {
  const orm = await openOrm(url);
  const app = fastify({ logger: false });

  app.setErrorHandler((error, _, reply) => {
    if (error instanceof Refused) return reply.code(error.statusCode).send({ errors: error.errors });
    return reply.code(500).send({ errors: { request: ['Internal Server Error'] } });
  });

  app.get<{ Querystring: { limit: number; offset: number; tag?: string; author?: string; favorited?: string } }>(
    '/api/articles',
    { schema: ARTICLES },
    async (request) => {
      const em = orm.em.fork();
      const reader = await readerOf(request, em);
      const { limit, offset, tag, author, favorited } = request.query;
      const [articles, articlesCount] = await em.findAndCount(
        Article,
        {
          ...(tag !== undefined && { tags: { $some: { name: tag } } }),
          ...(author !== undefined && { author: { username: author } }),
          ...(favorited !== undefined && {
            id: {
              $in: em
                .qb(Favorite)
                .select('article')
                .where({ user: { username: favorited } }),
            },
          }),
        },
        { limit: Math.min(limit, 100), offset, orderBy: { id: 'desc' }, populate: ['author', 'tags'] },
      );
      return { articles: await viewsOf(em, articles, reader), articlesCount };
    },
  );

  app.get<{ Params: { slug: string } }>('/api/articles/:slug', { schema: ARTICLE }, async (request) => {
    const em = orm.em.fork();
    const reader = await readerOf(request, em);
    const [article] = await viewsOf(em, [await find(em, request.params.slug)], reader);
    return { article };
  });

  app.get('/api/user', { schema: USER }, async (request) => {
    const { id, email, username, bio, image } = await demandReader(request, orm.em.fork());
    const now = Math.floor(Date.now() / 1000);
    const token = await new SignJWT({})
      .setProtectedHeader({ alg: 'HS256', kid: KID, typ: 'at+jwt' })
      .setIssuer('tenon')
      .setAudience('tenon')
      .setSubject(String(id))
      .setIssuedAt(now)
      .setExpirationTime(now + A_WEEK)
      .sign(KEY);
    return { user: { email, username, bio, image, token } };
  });

  app.get('/api/tags', { schema: TAGS }, async () => {
    const tags = await orm.em.fork().find(Tag, { articles: { $some: {} } }, { orderBy: { name: 'asc' } });
    return { tags: tags.map(({ name }) => name) };
  });

  app.post<{ Params: { slug: string } }>('/api/articles/:slug/favorite', { schema: ARTICLE }, async (request) => {
    const em = orm.em.fork();
    const user = await demandReader(request, em);
    const article = await find(em, request.params.slug);
    await em.qb(Favorite).insert({ user, article }).onConflict().ignore().execute();
    const [view] = await viewsOf(em, [article], user);
    return { article: view };
  });

  return Number(new URL(await app.listen({ host: '127.0.0.1', port: 0 })).port);
}

async function openOrm(url: string): Promise<MikroORM> {
  const common = { entities: ENTITIES, metadataProvider: ReflectMetadataProvider };
  if (!url.startsWith('sqlite:')) {
    const orm = await MikroORM.init({ ...common, driver: PostgreSqlDriver, clientUrl: url, pool: { max: 10 } });
    return orm as unknown as MikroORM;
  }
  const file = url.slice('sqlite:'.length);
  const orm = await MikroORM.init({
    ...common,
    driver: SqliteDriver,
    dbName: file,
    driverOptions: new NodeSqliteDialect(file),
  });
  // As safe as the other one: nothing that was answered is lost.
  for (const pragma of ['journal_mode = wal', 'synchronous = full', 'foreign_keys = on'])
    await orm.em.fork().execute(`pragma ${pragma}`);
  return orm as unknown as MikroORM;
}

async function readerOf(request: FastifyRequest, em: EntityManager): Promise<User | undefined> {
  const { authorization } = request.headers;
  if (authorization === undefined) return undefined;
  const token = TOKEN.exec(authorization)?.[1];
  const user = token === undefined ? null : await userOf(token, em);
  if (user === null) throw new Refused(401, { token: ['is invalid'] });
  return user;
}

async function demandReader(request: FastifyRequest, em: EntityManager): Promise<User> {
  const user = await readerOf(request, em);
  if (user === undefined) throw new Refused(401, { token: ['is missing'] });
  return user;
}

async function userOf(token: string, em: EntityManager): Promise<User | null> {
  const options = { algorithms: ['HS256'], typ: 'at+jwt', issuer: 'tenon', audience: 'tenon' };
  const verified = await jwtVerify(token, KEY, options).catch(() => undefined);
  return verified ? em.findOne(User, Number(verified.payload.sub)) : null;
}

async function find(em: EntityManager, slug: string): Promise<Article> {
  const article = await em.findOne(Article, { slug }, { populate: ['author', 'tags', 'body'] });
  if (article === null) throw new Refused(404, { article: ['not found'] });
  return article;
}

async function viewsOf(em: EntityManager, articles: readonly Article[], reader: User | undefined) {
  const these = { article: { $in: [...articles] } };
  const authors = articles.map(({ author }) => author);
  const [follows, counts, favorites] = await Promise.all([
    reader ? em.find(Follow, { follower: reader, followed: { $in: authors } }) : [],
    em.countBy(Favorite, 'article', { where: these }),
    reader ? em.find(Favorite, { user: reader, ...these }) : [],
  ]);
  const followed = new Set(follows.map((follow) => follow.followed.id));
  const favorited = new Set(favorites.map(({ article }) => article.id));
  return articles.map(({ id, slug, title, description, body, tags, createdAt, updatedAt, author }) => ({
    slug,
    title,
    description,
    body,
    tagList: tags
      .getItems()
      .map(({ name }) => name)
      .toSorted(),
    createdAt,
    updatedAt,
    favorited: favorited.has(id),
    favoritesCount: counts[id] ?? 0,
    author: { username: author.username, bio: author.bio, image: author.image, following: followed.has(author.id) },
  }));
}
