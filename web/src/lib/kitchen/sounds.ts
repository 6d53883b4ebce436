import type { News } from './board.ts';

// Three sounds that a cook tells apart over a hood: new rises, changed repeats, cancelled falls and is rough. They are
// made here, so that nothing has to be loaded. A browser lets a page sound only after a tap.

interface Tone {
  hertz: number;
  at: number;
  for: number;
}

const melodies: Record<News, { shape: OscillatorType; tones: Tone[] }> = {
  new: {
    shape: 'triangle',
    tones: [
      { hertz: 784, at: 0, for: 0.18 },
      { hertz: 1047, at: 0.16, for: 0.18 },
      { hertz: 1319, at: 0.32, for: 0.4 },
    ],
  },
  changed: {
    shape: 'sine',
    tones: [
      { hertz: 880, at: 0, for: 0.15 },
      { hertz: 880, at: 0.22, for: 0.15 },
    ],
  },
  cancelled: {
    shape: 'sawtooth',
    tones: [
      { hertz: 466, at: 0, for: 0.28 },
      { hertz: 311, at: 0.28, for: 0.28 },
      { hertz: 233, at: 0.56, for: 0.5 },
    ],
  },
};

export class Sounds {
  #context: AudioContext | undefined;

  /** Has to be called by a tap or a key; false: this device has no sound. */
  async start(): Promise<boolean> {
    if (!('AudioContext' in globalThis)) return false;
    this.#context ??= new AudioContext();
    await this.#context.resume();
    return this.#context.state === 'running';
  }

  play(news: News): void {
    const context = this.#context;
    if (context?.state !== 'running') return;
    const { shape, tones } = melodies[news];
    for (const tone of tones) sound(context, shape, tone);
  }

  stop(): void {
    void this.#context?.close();
    this.#context = undefined;
  }
}

function sound(context: AudioContext, shape: OscillatorType, tone: Tone): void {
  const begin = context.currentTime + tone.at;
  const volume = context.createGain();
  volume.gain.setValueAtTime(0.0001, begin);
  volume.gain.exponentialRampToValueAtTime(0.5, begin + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.0001, begin + tone.for);
  const oscillator = new OscillatorNode(context, { type: shape, frequency: tone.hertz });
  oscillator.connect(volume).connect(context.destination);
  oscillator.start(begin);
  oscillator.stop(begin + tone.for);
}
