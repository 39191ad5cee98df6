import { Controller, Get, Returns } from '@tenon/http';
import { TagsReply } from './article-view.js';
import { Articles } from './articles.js';

@Controller('/api/tags')
export class TagsController {
  constructor(private readonly articles: Articles) {}

  @Get()
  @Returns(TagsReply)
  async list() {
    return { tags: await this.articles.tags() };
  }
}
