import type { ContextKey, RouteModel } from '@tenon/http';

/** Whether some guard has found out who asks before another one is asked. */
export function isSignedInBefore(guard: unknown, user: ContextKey<object>, { guards }: RouteModel): boolean {
  const own = guards.findIndex(({ provider, given }) => (provider?.token ?? given) === guard);
  return guards.slice(0, own).some(({ provides, readsBody }) => !readsBody && provides.includes(user));
}
