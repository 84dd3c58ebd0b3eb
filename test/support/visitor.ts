import type { TestApp } from './app.js';

/** What a browser without scripts would show. */
export class Seen {
  constructor(
    readonly status: number,
    readonly headers: Readonly<Record<string, unknown>>,
    readonly html: string,
  ) {}

  get title(): string {
    return this.one(/<title>(.*?)<\/title>/s);
  }

  get h1(): string {
    return this.one(/<h1[^>]*>(.*?)<\/h1>/s);
  }

  /** The words of `main`, tags and blanks left out. */
  get text(): string {
    return plain(/<main[^>]*>(.*)<\/main>/s.exec(this.html)?.[1] ?? this.html);
  }

  get location(): string | undefined {
    return this.headers['location'] as string | undefined;
  }

  /** Of the fields that nobody sees. The last form has them where there are several. */
  hidden(name: string): string {
    const found = [...this.html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
    return found.findLast((it) => it[1] === name)?.[2] ?? '';
  }

  private one(pattern: RegExp): string {
    return plain(pattern.exec(this.html)?.[1] ?? '');
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

const plain = (html: string): string =>
  html
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(?:amp|lt|gt|quot|#39);/g, (it) => ENTITIES[it]!)
    .replace(/\s+/g, ' ')
    .trim();

type Fields = Readonly<Record<string, string | readonly string[]>>;

/** Somebody with a browser, its cookies and nothing else. */
export class Visitor {
  readonly cookies = new Map<string, string>();

  constructor(private readonly app: TestApp) {}

  /** As one of the people of the demo. */
  static async signedIn(app: TestApp, person: string): Promise<Visitor> {
    const visitor = new Visitor(app);
    await visitor.signIn(person);
    return visitor;
  }

  async signIn(person: string, at = '/'): Promise<Seen> {
    const page = await this.get(at);
    return this.post('/sign-in', {
      _csrf: page.hidden('_csrf'),
      next: page.hidden('next'),
      person,
    });
  }

  get = (url: string) => this.send('GET', url);

  /** Goes on until something is shown. */
  async follow(url: string): Promise<Seen> {
    let seen = await this.get(url);
    for (let i = 0; i < 5 && seen.location !== undefined; i++) seen = await this.get(seen.location);
    return seen;
  }

  post(url: string, fields: Fields): Promise<Seen> {
    const body = new URLSearchParams(
      Object.entries(fields).flatMap(([name, value]) => [value].flat().map((it) => [name, it])),
    );
    return this.send('POST', url, String(body), 'application/x-www-form-urlencoded');
  }

  /** The form of a page, with its hidden fields and these. */
  async fill(url: string, fields: Fields): Promise<Seen> {
    const page = await this.get(url);
    const hidden = { _csrf: page.hidden('_csrf'), _key: page.hidden('_key') };
    return this.post(url, { ...hidden, ...fields });
  }

  async send(
    method: 'GET' | 'POST',
    url: string,
    payload?: string | Buffer,
    type?: string,
  ): Promise<Seen> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await this.app.ask({
      method,
      url,
      headers: { ...(cookie && { cookie }), ...(type && { 'content-type': type }) },
      ...(payload !== undefined && { payload }),
    });
    for (const { name, value } of answer.cookies)
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    return new Seen(answer.statusCode, answer.headers, answer.body);
  }
}
