import { Controller, Get, InjectRef, Query, type Ref } from '@tenon/http';
import { IsOptional, Length } from '@tenon/dto';
import { Visitor } from '../visitor.js';
import { GreetingService } from './greeting.service.js';

/** The query of a greeting: `?name=Ada`. */
export class GreetQuery {
  @IsOptional() @Length(1, 40) name?: string;
}

@Controller('/greeting')
export class GreetingController {
  constructor(
    private readonly greetings: GreetingService,
    @InjectRef(Visitor) private readonly visitor: Ref<Visitor>,
  ) {}

  @Get()
  greet(@Query() query: GreetQuery) {
    if (query.name !== undefined) this.visitor.get().name = query.name;
    return { greeting: this.greetings.greet() };
  }
}
