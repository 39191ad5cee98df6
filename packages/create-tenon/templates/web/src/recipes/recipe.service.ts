import { EntityManager, EntityRepository, findPage, InjectRepository, type Page, PageQuery } from '@tenon/data';
import { Injectable } from '@tenon/http';
import { User } from '../accounts/user.js';
import { Recipe, type RecipeInput } from './recipe.js';

@Injectable()
export class RecipeService {
  constructor(
    @InjectRepository(Recipe) private readonly recipes: EntityRepository<Recipe>,
    private readonly em: EntityManager,
  ) {}

  /** The newest first. */
  page(query: PageQuery): Promise<Page<Recipe>> {
    return findPage(this.recipes, query, { orderBy: { id: 'desc' }, populate: ['author'] });
  }

  find(id: number): Promise<Recipe | null> {
    return this.recipes.findOne(id, { populate: ['author'] });
  }

  async write(author: User, { ...input }: RecipeInput): Promise<Recipe> {
    const recipe = this.recipes.create({ ...input, author });
    await this.em.persist(recipe).flush();
    return recipe;
  }

  async change(recipe: Recipe, input: RecipeInput): Promise<void> {
    this.em.assign(recipe, input);
    await this.em.flush();
  }

  async remove(recipe: Recipe): Promise<void> {
    await this.em.remove(recipe).flush();
  }
}
