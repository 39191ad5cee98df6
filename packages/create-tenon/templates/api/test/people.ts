import type { TestApp } from '@tenon/testing';

/** Signs somebody up, and gives the headers by which they are known. */
export async function signUp(app: TestApp, email = 'ada@example.org'): Promise<{ authorization: string }> {
  const { body } = await app.post<{ token: string }>('/sign-up', { body: { email, password: 'a long password' } });
  return { authorization: `Bearer ${body.token}` };
}
