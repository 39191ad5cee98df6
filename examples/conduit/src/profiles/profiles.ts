import { EntityManager, EntityRepository, InjectRepository } from '@tenon/data';
import { Injectable, NotFoundException } from '@tenon/http';
import { User } from '../users/user.js';
import { Follow } from './follow.js';
import type { ProfileView } from './profile-view.js';

/** What readers see of those who write. */
@Injectable()
export class Profiles {
  constructor(
    @InjectRepository(User) private readonly users: EntityRepository<User>,
    private readonly em: EntityManager,
  ) {}

  /** @throws NotFoundException */
  async find(username: string): Promise<User> {
    const user = await this.users.findOne({ username });
    if (user === null) throw new NotFoundException('', { subject: User });
    return user;
  }

  /** However often, and from however many places at once: there is one follow. */
  async follow(follower: User, followed: User): Promise<void> {
    await this.em.qb(Follow).insert({ follower, followed }).onConflict().ignore().execute();
  }

  async unfollow(follower: User, followed: User): Promise<void> {
    await this.em.nativeDelete(Follow, { follower, followed });
  }

  /**
   * Shows users as a reader sees them: by one query, however many they are.
   *
   * @returns what gives the view of each
   */
  async viewsFor(reader: User | undefined, users: readonly User[]): Promise<(user: User) => ProfileView> {
    const follows = reader ? await this.em.find(Follow, { follower: reader, followed: { $in: [...users] } }) : [];
    const followed = new Set(follows.map((follow) => follow.followed.id));
    return ({ id, username, bio, image }) => ({ username, bio, image, following: followed.has(id) });
  }
}
