import { Expose, OmitType, Type } from '@tenon/dto';
import { ProfileView } from '../profiles/profile-view.js';

/** An article, as a reader sees it. */
export class ArticleView {
  @Expose() slug!: string;
  @Expose() title!: string;
  @Expose() description!: string;
  @Expose() body!: string;
  @Expose() @Type(() => String) tagList!: string[];
  @Expose() createdAt!: Date;
  @Expose() updatedAt!: Date;
  /** Whether the reader likes it. */
  @Expose() favorited!: boolean;
  @Expose() favoritesCount!: number;
  @Expose() @Type(() => ProfileView) author!: ProfileView;
}

/** An article in a list: without its body. */
export class ArticleItem extends OmitType(ArticleView, ['body']) {}

export class ArticleReply {
  @Expose() @Type(() => ArticleView) article!: ArticleView;
}

export class ArticlesReply {
  @Expose() @Type(() => ArticleItem) articles!: ArticleItem[];
  /** How many there are beside those of this page. */
  @Expose() articlesCount!: number;
}

export class TagsReply {
  @Expose() @Type(() => String) tags!: string[];
}
