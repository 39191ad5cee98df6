import { ArticlePolicy } from './articles/article-policy.js';
import { permittedBy } from './auth.js';
import { CommentPolicy } from './comments/comment-policy.js';

/** Who may change and remove what: `@Can('change', Article)`. */
export const Can = permittedBy(ArticlePolicy, CommentPolicy);
