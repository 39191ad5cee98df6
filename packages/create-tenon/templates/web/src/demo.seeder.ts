import { EntityManager, type Seeder } from '@tenon/data';
import { Injectable } from '@tenon/http';
import { AccountService } from './accounts/account.service.js';
import { Recipe } from './recipes/recipe.js';
import { RecipeService } from './recipes/recipe.service.js';

/** Something to look at, and an account to sign in with: `npx tenon db seed`. */
@Injectable()
export class DemoSeeder implements Seeder {
  constructor(
    private readonly em: EntityManager,
    private readonly accounts: AccountService,
    private readonly recipes: RecipeService,
  ) {}

  async run(): Promise<void> {
    if ((await this.em.count(Recipe)) > 0) return;
    const user = await this.accounts.signUp({ name: 'Ada', email: 'ada@example.org', password: 'tongue and groove' });
    for (const recipe of RECIPES) await this.recipes.write(user, recipe);
  }
}

const RECIPES = [
  {
    title: 'Shakshuka',
    minutes: 30,
    serves: 2,
    ingredients: '1 onion\n1 red pepper\n2 cloves of garlic\n1 tin of tomatoes\n4 eggs\nCumin, paprika, salt',
    method:
      'Fry the onion and the pepper slowly until they are soft. Add the garlic and the spices, and a minute later the tomatoes.\n\n' +
      'Let it thicken for ten minutes. Make four hollows, break an egg into each, and put the lid on until the white is set.',
  },
  {
    title: 'Potato salad from Berlin',
    minutes: 45,
    serves: 4,
    ingredients: '1 kg of waxy potatoes\n6 gherkins, and some of their water\n1 onion\n2 apples\n150 g of mayonnaise',
    method:
      'Boil the potatoes in their skins, peel them while they are hot, and let them cool.\n\n' +
      'Cut everything small, mix it with the mayonnaise and the water of the gherkins, and leave it alone for an hour.',
  },
  {
    title: 'Lentil soup with lemon',
    minutes: 35,
    serves: 4,
    ingredients: '250 g of red lentils\n2 onions\n2 carrots\n1 lemon\n1.2 l of stock\nCumin, chilli, olive oil',
    method:
      'Brown the onions in oil, and stir in the cumin. Add carrots, lentils and stock, and boil it for twenty minutes.\n\n' +
      'Crush half of it with a spoon. Season it with lemon juice, and pour some oil with chilli over it.',
  },
];
