import { Subject } from '@tenon/auth';
import {
  Controller,
  Delete,
  Form,
  Get,
  Param,
  Patch,
  Post,
  Query,
  redirect,
  Render,
  Urls,
  UseGuards,
} from '@tenon/http';
import { Session } from '@tenon/sessions';
import { User } from '../accounts/user.js';
import { CurrentUser, MaybeSignedIn, SignedIn } from '../auth.js';
import { Recipe, RecipeInput, RecipeQuery } from './recipe.js';
import { Can } from './recipe.policy.js';
import { RecipeService } from './recipe.service.js';

@Controller()
export class RecipeController {
  constructor(
    private readonly recipes: RecipeService,
    private readonly urls: Urls,
  ) {}

  @Get('/', { name: 'recipes' })
  @UseGuards(MaybeSignedIn)
  @Render('recipes/index')
  list(@Query() query: RecipeQuery) {
    return this.recipes.page(query);
  }

  @Get('/recipes/new', { name: 'recipes.new' })
  @UseGuards(SignedIn)
  @Render('recipes/new')
  new() {}

  @Post('/recipes/new', { name: 'recipes.create' })
  @UseGuards(SignedIn)
  async create(@CurrentUser() user: User, @Form({ shownBy: 'new' }) input: RecipeInput, @Session() session: Session) {
    const recipe = await this.recipes.write(user, input);
    session.flash('success', 'Your recipe is there.');
    return redirect(this.urls.for('recipes.show', { id: recipe.id }));
  }

  @Get('/recipes/:id', { name: 'recipes.show' })
  @UseGuards(MaybeSignedIn)
  @Render('recipes/show')
  show(@Param('id') id: number) {
    return this.recipes.find(id); // null is answered with 404
  }

  @Get('/recipes/:id/edit', { name: 'recipes.edit' })
  @UseGuards(SignedIn)
  @Can('change', Recipe)
  @Render('recipes/edit')
  edit(@Subject(Recipe) recipe: Recipe) {
    return recipe;
  }

  @Patch('/recipes/:id/edit', { name: 'recipes.change' })
  @UseGuards(SignedIn)
  @Can('change', Recipe)
  async change(
    @Subject(Recipe) recipe: Recipe,
    @Form({ shownBy: 'edit' }) input: RecipeInput,
    @Session() session: Session,
  ) {
    await this.recipes.change(recipe, input);
    session.flash('success', 'Your changes are saved.');
    return redirect(this.urls.for('recipes.show', { id: recipe.id }));
  }

  @Delete('/recipes/:id', { name: 'recipes.remove' })
  @UseGuards(SignedIn)
  @Can('change', Recipe)
  async remove(@Subject(Recipe) recipe: Recipe, @Session() session: Session) {
    await this.recipes.remove(recipe);
    session.flash('success', `${recipe.title} is gone.`);
    return redirect(this.urls.for('recipes'));
  }
}
