import {
  Check,
  Collection,
  DataModule,
  Entity,
  EntityRepository,
  EntityRepositoryType,
  ManyToOne,
  OneToMany,
  type Opt,
  PrimaryKey,
  Property,
  Unique,
} from '@tenon/data';

@Entity()
export class Author {
  @PrimaryKey() id!: number;
  @Property({ fieldName: 'e_mail' }) @Unique() email!: string;
  @OneToMany(() => Article, (article) => article.author) articles = new Collection<Article>(this);
}

export class ArticleRepository extends EntityRepository<Article> {
  bySlug(slug: string): Promise<Article | null> {
    return this.findOne({ slug });
  }
}

@Entity({ repository: () => ArticleRepository })
@Unique({ properties: ['author', 'title'] })
@Check({ expression: 'views >= 0' })
export class Article {
  [EntityRepositoryType]?: ArticleRepository;
  @PrimaryKey() id!: number;
  @Property() @Unique() slug!: string;
  @Property() title!: string;
  @Property({ type: 'text', nullable: true }) summary: Opt<string> | null = null;
  @Property({ type: 'integer' }) views: Opt<number> = 0;
  @ManyToOne(() => Author) author!: Author;
  @Property({ type: 'integer', version: true }) version!: Opt<number>;
}

/** Gives a module with these entities. */
export function blogData(url?: string) {
  return DataModule.with({ entities: [Author, Article], ...(url !== undefined && { url }) });
}
