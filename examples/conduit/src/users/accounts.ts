import { Passwords, type TokenClaims, Tokens, type UserLoader, WrongCredentialsException } from '@tenon/auth';
import { EntityManager, EntityRepository, InjectRepository } from '@tenon/data';
import { Injectable } from '@tenon/http';
import { User } from './user.js';
import type { NewUser, SignIn, UserChanges } from './user-input.js';
import type { UserReply } from './user-view.js';

/** How long one need not sign in again, in seconds: RealWorld's clients keep their token, and cannot renew it. */
const A_WEEK = 7 * 24 * 3600;

/** The accounts of those who write and read here. */
@Injectable()
export class Accounts implements UserLoader<User> {
  constructor(
    @InjectRepository(User) private readonly users: EntityRepository<User>,
    private readonly em: EntityManager,
    private readonly passwords: Passwords,
    private readonly tokens: Tokens,
  ) {}

  /** Finds whom a token is about: `SignedIn` and `MaybeSignedIn` ask. */
  loadUser({ sub }: TokenClaims): Promise<User | null> {
    return this.users.findOne(Number(sub));
  }

  /** Two who want one name at once: the database lets one of them have it, and the other is told by 409. */
  async register({ password, ...names }: NewUser): Promise<User> {
    const user = this.users.create({ ...names, passwordHash: await this.passwords.hash(password) });
    await this.em.persist(user).flush();
    return user;
  }

  /** @throws WrongCredentialsException */
  async signIn({ email, password }: SignIn): Promise<User> {
    const user = await this.users.findOne({ email });
    // Where there is no such user, it takes as long.
    if (!(await this.passwords.verify(password, user?.passwordHash)) || user === null) {
      throw new WrongCredentialsException();
    }
    return user;
  }

  async change(user: User, { password, ...changes }: UserChanges): Promise<void> {
    this.em.assign(user, changes);
    if (password !== undefined) user.passwordHash = await this.passwords.hash(password);
    await this.em.flush();
  }

  async isTaken(username: string): Promise<boolean> {
    return (await this.users.count({ username })) > 0;
  }

  /** Shows users what they see of themselves, with a token by which they come again. */
  async show({ id, email, username, bio, image }: User): Promise<UserReply> {
    const token = await this.tokens.sign(String(id), {}, { lifetime: A_WEEK });
    return { user: { email, username, bio, image, token } };
  }
}
