import {
  applyDecorators,
  createParamDecorator,
  Injectable,
  SetMetadata,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiExtension } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { isId } from '../kernel/digest.js';
import { isPage } from '../web/addresses.js';
import { invalid, notAllowed, notFound, Problem } from '../web/problem.js';
import { Waiting } from '../web/waiting.js';
import { Circle, Owners, type Owner, type Reach } from './access.js';
import type { Relation, Role, User } from './user.js';

declare module 'fastify' {
  interface FastifyRequest {
    user?: User;
    reach?: Reach;
  }
}

const ROLES = 'sign-in:roles';
const ANYBODY = 'sign-in:anybody';
const RELATIONS = 'sign-in:relations';

/** Where the documents find who may call an operation. */
export const MAY = 'x-may';

/** Which roles may call it. A manager may do all that an officer may. */
export const May = (...named: Role[]): MethodDecorator => {
  const roles = named.includes('officer') ? [...new Set([...named, 'manager'] as const)] : named;
  return applyDecorators(SetMetadata(ROLES, roles), ApiExtension(MAY, roles));
};

/** A page that needs nobody to sign in. */
export const Anybody = (): MethodDecorator & ClassDecorator => SetMetadata(ANYBODY, true);

/** Which of a person's circle may call it; default: all may read, a supporter may write nothing. */
export const OfCircle = (...relations: Relation[]) => SetMetadata(RELATIONS, relations);

const ACTING: readonly Relation[] = ['self', 'nominee', 'authorised-person'];
const LOOKING: readonly Relation[] = [...ACTING, 'supporter'];

const notSignedIn = () => new Problem(401, 'not-signed-in', 'Sign in first.');

const OF_ANOTHER_STORE = {
  field: 'atLeast',
  message: 'This is not a position of this ledger. Use the one that a write answered.',
};

/** What the request reached, once the guard has let it in. */
export const Reached = createParamDecorator(
  (_: unknown, context: ExecutionContext): Reach =>
    context.switchToHttp().getRequest<FastifyRequest>().reach!,
);

/**
 * Roles first (403 for every id alike), then whether it exists and is theirs (404 alike). A request
 * that waits for what was written is judged after waiting.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly owners: Owners,
    private readonly circle: Circle,
    private readonly waiting: Waiting,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const roles = this.reflector.getAllAndOverride<Role[] | undefined>(ROLES, [
      context.getHandler(),
      context.getClass(),
    ]);
    const { user } = request;
    if (this.isForAnybody(context, request)) return true;
    if (!user) throw notSignedIn();
    // A route that says nothing of roles is nobody's.
    if (!roles) throw notAllowed();
    if (!roles.includes(user.role)) throw notAllowed();
    this.waiting.mustBeBuilt();
    const comparable = request.method !== 'GET' || (await this.waiting.forAtLeast(request));
    request.reach = await this.reachOf(user, request, this.relationsFor(context, request));
    await this.mustHaveWhatIsBelow(request.reach, request);
    if (!comparable) throw invalid(OF_ANOTHER_STORE);
    return true;
  }

  /** Outside the API and the pages nobody need sign in: health, metrics. */
  private isForAnybody(context: ExecutionContext, request: FastifyRequest): boolean {
    if (!isPage(request)) return !request.user;
    const of = [context.getHandler(), context.getClass()];
    return this.reflector.getAllAndOverride<true | undefined>(ANYBODY, of) ?? false;
  }

  private relationsFor(context: ExecutionContext, { method }: FastifyRequest) {
    return (
      this.reflector.get<Relation[] | undefined>(RELATIONS, context.getHandler()) ??
      (method === 'GET' ? LOOKING : ACTING)
    );
  }

  private async reachOf(
    user: User,
    { params }: FastifyRequest,
    allowed: readonly Relation[],
  ): Promise<Reach> {
    const owner = await this.ownerOf((params ?? {}) as Record<string, string>);
    if (user.role !== 'holder' || !owner) return { user, ...owner };
    const relation = await this.circle.relationOf(user, owner.personId);
    if (!relation) throw notFound();
    if (!allowed.includes(relation))
      throw notAllowed('You may look at this for somebody else, but not do this for them.');
    return { user, ...owner, relation };
  }

  /** The first id in an address that has an owner decides. */
  private async ownerOf(params: Readonly<Record<string, string>>): Promise<Owner | undefined> {
    for (const [name, id] of Object.entries(params)) {
      const find = this.owners.finderOf(name);
      if (!find) continue;
      const owner = isId(id) ? await this.found(() => find(id)) : undefined;
      if (!owner) throw notFound();
      return owner;
    }
    return undefined;
  }

  /** Before the body is looked at: an entry that is not there is 404, whatever is asked of it. */
  private async mustHaveWhatIsBelow(reach: Reach, { params }: FastifyRequest): Promise<void> {
    for (const [name, id] of Object.entries((params ?? {}) as Record<string, string>)) {
      const has = this.owners.hasBelow(name);
      if (has && !(isId(id) && (await this.found(() => has(reach, id))))) throw notFound();
    }
  }

  /** Not found in what is read is no fact yet: it may just have been written. */
  private async found<T>(find: () => Promise<T>): Promise<T> {
    const it = await find();
    if (it) return it;
    await this.waiting.forWhatIsWritten();
    return find();
  }
}
