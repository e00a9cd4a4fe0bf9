/** A photo as it came from camera or gallery, made small enough for bad networks. */
import type { Picture } from '../offline/entry';
import { placeOfPhoto, type Taken } from './exif';

/** What the store keeps at most; more bytes would be sent for nothing. */
const LONGEST_PX = 2048;
const QUALITY = 0.82;

export interface Photo {
  readonly picture: Picture;
  readonly taken: Taken | null;
  /** Address of a preview; to be revoked. */
  readonly preview: string;
}

/** Reads a file; a photo that this browser can't draw is sent as it is. Throws if the file can't be read. */
export async function readPhoto(file: File): Promise<Photo> {
  const bytes = await file.arrayBuffer();
  const small = await shrunk(file);
  const picture = { bytes: small ?? bytes, type: small === null ? file.type : 'image/jpeg' };
  return {
    picture,
    taken: placeOfPhoto(bytes),
    preview: URL.createObjectURL(new Blob([picture.bytes], { type: picture.type })),
  };
}

/** Draws it anew, upright and without what the camera wrote beside it; null where the browser can't. */
async function shrunk(file: File): Promise<ArrayBuffer | null> {
  const address = URL.createObjectURL(file);
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const scale = Math.min(1, LONGEST_PX / Math.max(image.naturalWidth, image.naturalHeight));
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(image.naturalWidth * scale));
    canvas.height = Math.max(1, Math.round(image.naturalHeight * scale));
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((done) =>
      canvas.toBlob(done, 'image/jpeg', QUALITY),
    );
    return (await blob?.arrayBuffer()) ?? null;
  } catch {
    return null;
  } finally {
    URL.revokeObjectURL(address);
  }
}
