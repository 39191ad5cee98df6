/**
 * Puts data into a database: what an application needs from the beginning, or what is good to have while it is written.
 *
 * The container makes it, so that it asks for services and repositories in its constructor. It is run within a transaction.
 *
 * @example
 * @Injectable()
 * export class DemoSeeder implements Seeder {
 *   constructor(private readonly articles: ArticleService) {}
 *   async run() {
 *     await this.articles.publish('engines', 'On engines');
 *   }
 * }
 */
export interface Seeder {
  run(): unknown;
}
