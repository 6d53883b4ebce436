import { EventSocket, type Ending, type SocketOptions } from '#lib/client/index.ts';
import { clock } from '#lib/format/time.ts';

// One event socket of a screen, with what its connection pill shows. It connects at once when the device is online
// again or the page is looked at, and shows a break only after a moment, so that a short one disturbs nobody.

/** Where the gateway is: the page's own origin, unless the page says otherwise. */
export const gateway = (): string =>
  document.querySelector<HTMLMetaElement>('meta[name="integrador-gateway"]')?.content || location.origin;

const grace = 3000;

export class Connection {
  state = $state<'open' | 'busy' | 'away'>('busy');
  /** When the connection broke: "21:05". */
  since = $state<string>();
  ending = $state<Ending>();
  readonly socket: EventSocket;
  #away: ReturnType<typeof setTimeout> | undefined;

  constructor(options: Omit<SocketOptions, 'onState' | 'gateway'>) {
    this.socket = new EventSocket({
      gateway: gateway(),
      ...options,
      onState: (state, detail) => this.#changed(state, detail?.ending),
    });
  }

  /** Opens the socket; returns what closes it, as an effect does. */
  open(): () => void {
    const retry = () => document.visibilityState === 'visible' && this.socket.retry();
    const offline = () => this.#broke();
    // A break so short that the socket lived through it is over.
    const online = () => (this.socket.state === 'open' ? this.#changed('open') : retry());
    addEventListener('online', online);
    addEventListener('offline', offline);
    document.addEventListener('visibilitychange', retry);
    this.socket.open();
    return () => {
      removeEventListener('online', online);
      removeEventListener('offline', offline);
      document.removeEventListener('visibilitychange', retry);
      clearTimeout(this.#away);
      this.socket.close();
    };
  }

  #changed(state: string, ending?: Ending): void {
    if (state === 'open') {
      clearTimeout(this.#away);
      this.#away = undefined;
      this.since = undefined;
      this.state = 'open';
    } else if (state === 'waiting') {
      this.#broke();
    } else if (state === 'ended') {
      this.ending = ending;
      this.state = 'away';
    }
  }

  #broke(): void {
    if (this.#away !== undefined) return;
    const at = clock(Date.now());
    if (this.state === 'open') this.state = 'busy';
    this.#away = setTimeout(() => {
      this.since = at;
      this.state = 'away';
    }, grace);
  }
}
