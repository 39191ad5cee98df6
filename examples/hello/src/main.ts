import { createContext } from '@tenon/core';
import { AppModule } from './app.module.js';
import { GreetingService } from './greeting/greeting.service.js';
import { Visitor } from './visitor.js';

// Reads the modules, checks the whole graph, makes what is in it. `await using` closes it where this file ends.
await using app = await createContext(AppModule);

console.log('Who needs whom:\n');
console.log(app.graph().toMermaid());

console.log('Where one provider comes from:\n');
console.log(`${app.explain(GreetingService).toString()}\n`);

// A request, as a server will begin one for each that comes in.
await using request = app.createRequestScope();
request.get(Visitor).name = process.argv[2] ?? 'stranger';
console.log(request.run(() => app.get(GreetingService).greet()));
