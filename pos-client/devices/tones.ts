/** Two sounds that cannot be mistaken for each other: a short high one for taken, a long low one for refused. */
const tones = {
  scanned: { frequency: 1760, seconds: 0.05, gain: 0.05 },
  refused: { frequency: 220, seconds: 0.28, gain: 0.16 },
} as const;

export type Tone = keyof typeof tones;

/** Made ready once; a browser lets it be heard from the first touch or key on. */
export function createTones(target: Window): (tone: Tone) => void {
  let context: AudioContext | null = null;
  const wake = () => {
    try {
      context ??= new AudioContext();
      void context.resume();
    } catch {
      // A device without sound is a silent register, not a broken one.
    }
  };
  for (const event of ['pointerdown', 'keydown'])
    target.addEventListener(event, wake, { capture: true, once: true });

  return (tone) => {
    if (context?.state !== 'running') return;
    const { frequency, seconds, gain } = tones[tone];
    const oscillator = new OscillatorNode(context, { type: 'sine', frequency });
    const volume = new GainNode(context, { gain });
    volume.gain.setTargetAtTime(0, context.currentTime + seconds * 0.7, 0.01);
    oscillator.connect(volume).connect(context.destination);
    oscillator.start();
    oscillator.stop(context.currentTime + seconds);
  };
}
