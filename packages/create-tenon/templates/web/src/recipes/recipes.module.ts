import { Module } from '@tenon/http';
import { AccountsModule } from '../accounts/accounts.module.js';
import { RecipeController } from './recipe.controller.js';
import { RecipeService } from './recipe.service.js';

@Module({
  imports: [AccountsModule],
  controllers: [RecipeController],
  providers: [RecipeService],
  exports: [RecipeService],
})
export class RecipesModule {}
