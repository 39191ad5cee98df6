process.env['TENON_HTTP_BACK_END'] = 'closures';

// The same tests once more, on the back end that generates no code. A process that forbids code from strings cannot be tested:
// Fastify's own router makes some for every route.
await import('./arguments/bodies.test.js');
await import('./arguments/objects.test.js');
await import('./arguments/pipes.test.js');
await import('./arguments/schemas.test.js');
await import('./arguments/values.test.js');
await import('./around/guards.test.js');
await import('./around/hooks.test.js');
await import('./around/interceptors.test.js');
await import('./forms/refused-forms.test.js');
await import('./logging/logging.test.js');
await import('./pages/pages.test.js');
await import('./problems/filters.test.js');
await import('./problems/problems.test.js');
await import('./replies/streams.test.js');
await import('./replies/values.test.js');
await import('./replies/views.test.js');
await import('./scopes/request-scope.test.js');
await import('./server/connections.test.js');
await import('./server/cors.test.js');

export {};
