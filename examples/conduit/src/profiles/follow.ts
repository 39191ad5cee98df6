import { Entity, ManyToOne, PrimaryKeyProp } from '@tenon/data';
import { User } from '../users/user.js';

/** That somebody wants to read what somebody else writes: once or not at all, which is why both are the key. */
@Entity()
export class Follow {
  [PrimaryKeyProp]?: ['follower', 'followed'];
  @ManyToOne(() => User, { primary: true, deleteRule: 'cascade' }) follower!: User;
  @ManyToOne(() => User, { primary: true, deleteRule: 'cascade' }) followed!: User;
}
