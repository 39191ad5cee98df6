import { Injectable } from '@tenon/core';

@Injectable()
export class Mailer {}
