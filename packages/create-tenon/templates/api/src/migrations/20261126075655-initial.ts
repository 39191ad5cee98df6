import { defineMigration } from '@tenon/data';

export default defineMigration({
  up: {
    sqlite: [
      'create table `author` (`id` integer not null primary key autoincrement, `name` text not null)',
      'create table `user` (`id` integer not null primary key autoincrement, `email` text not null, `password_hash` text not null)',
      'create unique index `user_email_unique` on `user` (`email`)',
      'create table `book` (`id` integer not null primary key autoincrement, `title` text not null, `isbn` text not null, `published_in` integer null, `author_id` integer not null, `added_by_id` integer not null, constraint `book_author_id_foreign` foreign key (`author_id`) references `author` (`id`), constraint `book_added_by_id_foreign` foreign key (`added_by_id`) references `user` (`id`))',
      'create unique index `book_isbn_unique` on `book` (`isbn`)',
      'create index `book_author_id_index` on `book` (`author_id`)',
      'create index `book_added_by_id_index` on `book` (`added_by_id`)',
    ],
    postgres: [
      'create table "author" ("id" serial primary key, "name" varchar(255) not null)',
      'create table "user" ("id" serial primary key, "email" varchar(255) not null, "password_hash" varchar(255) not null)',
      'alter table "user" add constraint "user_email_unique" unique ("email")',
      'create table "book" ("id" serial primary key, "title" varchar(255) not null, "isbn" varchar(255) not null, "published_in" int null, "author_id" int not null, "added_by_id" int not null)',
      'alter table "book" add constraint "book_isbn_unique" unique ("isbn")',
      'create index "book_author_id_index" on "book" ("author_id")',
      'create index "book_added_by_id_index" on "book" ("added_by_id")',
      'alter table "book" add constraint "book_author_id_foreign" foreign key ("author_id") references "author" ("id")',
      'alter table "book" add constraint "book_added_by_id_foreign" foreign key ("added_by_id") references "user" ("id")',
    ],
  },
  down: {
    sqlite: ['drop table if exists `author`', 'drop table if exists `user`', 'drop table if exists `book`'],
    postgres: [
      'alter table "book" drop constraint "book_author_id_foreign"',
      'alter table "book" drop constraint "book_added_by_id_foreign"',
      'drop table if exists "author" cascade',
      'drop table if exists "user" cascade',
      'drop table if exists "book" cascade',
    ],
  },
});
