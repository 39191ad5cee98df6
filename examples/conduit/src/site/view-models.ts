import type { Html } from '@tenon/http';
import type { ArticleItem, ArticleView } from '../articles/article-view.js';
import type { CommentView } from '../comments/comment-view.js';
import type { ProfileView } from '../profiles/profile-view.js';
import type { Pages } from './pages.js';

/** Articles, and what else there is of them. */
export interface Feed {
  readonly articles: readonly ArticleItem[];
  readonly pages: Pages;
}

declare module '@tenon/http' {
  /** What the templates in views/ are given, so that the compiler compares it with what handlers return. */
  interface ViewModels {
    home: {
      readonly feed: Feed;
      readonly tab: 'global' | 'following' | 'tag';
      readonly tag?: string;
      readonly tags: readonly string[];
    };
    article: {
      readonly article: ArticleView;
      readonly body: Html;
      /** Whether the reader has written it. */
      readonly isOwn: boolean;
      readonly comments: readonly { readonly comment: CommentView; readonly isOwn: boolean }[];
    };
    editor: {
      readonly article?: {
        readonly slug: string;
        readonly title: string;
        readonly description: string;
        readonly body: string;
      };
      readonly tags: string;
      /** Of an article that is to be written: see `Articles.writeOnce`. */
      readonly key?: string;
    };
    profile: {
      readonly profile: ProfileView;
      readonly isOwn: boolean;
      readonly tab: 'own' | 'favorites';
      readonly feed: Feed;
    };
    login: { readonly next: string | undefined };
    register: object;
    settings: {
      readonly image: string | null;
      readonly username: string;
      readonly bio: string | null;
      readonly email: string;
    };
  }
}
