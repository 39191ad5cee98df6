export { createTestApp } from './create-test-app.js';
export { freezeTime, type FrozenTime, type TimeSpan } from './freeze-time.js';
export type { BodyOptions, RequestOptions, TestApp, WorkOptions } from './test-app.js';
export { type PendingReply, type ReplyCookie, TestReply, UnexpectedReplyError } from './test-reply.js';
