import { statfs } from 'node:fs/promises';
import { Injectable } from '@tenon/core';

/** Knows how full a disk is. It is a class of its own, so that a test can answer in its place. */
@Injectable()
export class Disk {
  /** @returns how much is free where a folder lies, in megabytes */
  async freeMb(folder: string): Promise<number> {
    const { bavail, bsize } = await statfs(folder);
    return Math.floor((bavail * bsize) / 1_000_000);
  }
}
