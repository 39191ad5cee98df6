import { Passwords, type TokenClaims, Tokens, type UserLoader, WrongCredentialsException } from '@tenon/auth';
import { EntityManager, EntityRepository, InjectRepository } from '@tenon/data';
import { Injectable } from '@tenon/http';
import { type Credentials, User } from './user.js';

@Injectable()
export class AccountService implements UserLoader<User> {
  constructor(
    @InjectRepository(User) private readonly users: EntityRepository<User>,
    private readonly em: EntityManager,
    private readonly passwords: Passwords,
    private readonly tokens: Tokens,
  ) {}

  /** Finds whom a token is about. */
  loadUser({ sub }: TokenClaims): Promise<User | null> {
    return this.users.findOne(Number(sub));
  }

  async signUp({ email, password }: Credentials): Promise<User> {
    const user = this.users.create({ email, passwordHash: await this.passwords.hash(password) });
    await this.em.persist(user).flush(); // an email that is taken is answered with 409
    return user;
  }

  async signIn({ email, password }: Credentials): Promise<User> {
    const user = await this.users.findOne({ email });
    // Where there is no such user, it takes as long: nobody learns who has an account.
    const isRight = await this.passwords.verify(password, user?.passwordHash);
    if (!isRight || !user) throw new WrongCredentialsException();
    return user;
  }

  async tokenFor({ id }: User): Promise<{ token: string }> {
    return { token: await this.tokens.sign(String(id)) };
  }
}
