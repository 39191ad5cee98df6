import { AuthModule } from '@tenon/auth';
import { DataModule } from '@tenon/data';
import { Module } from '@tenon/http';
import { SessionsModule } from '@tenon/sessions';
import { ViewsModule } from '@tenon/views';
import { AccountsModule } from './accounts/accounts.module.js';
import { User } from './accounts/user.js';
import { DemoSeeder } from './demo.seeder.js';
import { Recipe } from './recipes/recipe.js';
import { RecipesModule } from './recipes/recipes.module.js';

@Module({
  imports: [
    // All sign in by sessions: no token is signed, and none needs a secret.
    AuthModule.with({ tokens: false }),
    SessionsModule,
    ViewsModule.with({ folder: new URL('../views/', import.meta.url) }),
    DataModule.with({
      entities: [User, Recipe],
      migrations: new URL('migrations/', import.meta.url),
      seeders: [DemoSeeder],
    }),
    AccountsModule,
    RecipesModule,
  ],
})
export class AppModule {}
