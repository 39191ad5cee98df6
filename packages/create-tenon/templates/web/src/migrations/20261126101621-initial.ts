import { defineMigration } from '@tenon/data';

export default defineMigration({
  up: {
    sqlite: [
      'create table `user` (`id` integer not null primary key autoincrement, `name` text not null, `email` text not null, `password_hash` text not null)',
      'create unique index `user_email_unique` on `user` (`email`)',
      'create table `recipe` (`id` integer not null primary key autoincrement, `title` text not null, `minutes` integer not null, `serves` integer not null, `ingredients` text not null, `method` text not null, `author_id` integer not null, constraint `recipe_author_id_foreign` foreign key (`author_id`) references `user` (`id`))',
      'create index `recipe_author_id_index` on `recipe` (`author_id`)',
    ],
    postgres: [
      'create table "user" ("id" serial primary key, "name" varchar(255) not null, "email" varchar(255) not null, "password_hash" varchar(255) not null)',
      'alter table "user" add constraint "user_email_unique" unique ("email")',
      'create table "recipe" ("id" serial primary key, "title" varchar(255) not null, "minutes" int not null, "serves" int not null, "ingredients" text not null, "method" text not null, "author_id" int not null)',
      'create index "recipe_author_id_index" on "recipe" ("author_id")',
      'alter table "recipe" add constraint "recipe_author_id_foreign" foreign key ("author_id") references "user" ("id")',
    ],
  },
  down: {
    sqlite: ['drop table if exists `user`', 'drop table if exists `recipe`'],
    postgres: [
      'alter table "recipe" drop constraint "recipe_author_id_foreign"',
      'drop table if exists "user" cascade',
      'drop table if exists "recipe" cascade',
    ],
  },
});
