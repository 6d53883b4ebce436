// Sound and vibration for what cannot wait. Browsers let a page be heard only after somebody touched it.

class Alarm {
  /** Nobody touched the page yet, so it would not be heard. */
  blocked = $state(true);
  #audio: AudioContext | undefined;

  /** Call it from a tap or a key. */
  unlock = async (): Promise<void> => {
    this.#audio ??= new AudioContext();
    if (this.#audio.state !== 'running') await this.#audio.resume().catch(() => undefined);
    this.blocked = this.#audio.state !== 'running';
  };

  ring(): void {
    navigator.vibrate?.([220, 90, 220]);
    if (!this.#audio || this.#audio.state !== 'running') return;
    this.#note(880, 0);
    this.#note(1175, 0.18);
  }

  #note(hertz: number, after: number): void {
    const audio = this.#audio!;
    const at = audio.currentTime + after;
    const gain = audio.createGain();
    gain.gain.setValueAtTime(0.0001, at);
    gain.gain.exponentialRampToValueAtTime(0.4, at + 0.02);
    gain.gain.exponentialRampToValueAtTime(0.0001, at + 0.4);
    const tone = audio.createOscillator();
    tone.frequency.value = hertz;
    tone.connect(gain).connect(audio.destination);
    tone.start(at);
    tone.stop(at + 0.42);
  }
}

export const alarm = new Alarm();
