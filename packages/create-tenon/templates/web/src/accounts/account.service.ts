import { Passwords, type UserLoader, WrongCredentialsException } from '@tenon/auth';
import { EntityManager, EntityRepository, InjectRepository } from '@tenon/data';
import { Injectable } from '@tenon/http';
import { type SignIn, type SignUp, User } from './user.js';

@Injectable()
export class AccountService implements UserLoader<User> {
  constructor(
    @InjectRepository(User) private readonly users: EntityRepository<User>,
    private readonly em: EntityManager,
    private readonly passwords: Passwords,
  ) {}

  /** Finds whom a session is about. */
  loadUser({ sub }: { readonly sub: string }): Promise<User | null> {
    return this.users.findOne(Number(sub));
  }

  async signUp({ password, ...input }: SignUp): Promise<User> {
    const user = this.users.create({ ...input, passwordHash: await this.passwords.hash(password) });
    await this.em.persist(user).flush(); // an email that is taken is told at the form's field
    return user;
  }

  async signIn({ email, password }: SignIn): Promise<User> {
    const user = await this.users.findOne({ email });
    // Where there is no such user, it takes as long: nobody learns who has an account.
    const isRight = await this.passwords.verify(password, user?.passwordHash);
    if (!isRight || !user) throw new WrongCredentialsException();
    return user;
  }
}
