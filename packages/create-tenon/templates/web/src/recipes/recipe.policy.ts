import { Policy } from '@tenon/auth';
import { User } from '../accounts/user.js';
import { permittedBy } from '../auth.js';
import { Recipe } from './recipe.js';

/** Who may do what with a recipe. */
@Policy(Recipe)
export class RecipePolicy {
  change(user: User, recipe: Recipe): boolean {
    return recipe.author === user;
  }
}

export const Can = permittedBy(RecipePolicy);
