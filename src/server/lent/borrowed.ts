// The side of the thread: the workspace that the server lends it.
import { type MessagePort, workerData } from 'node:worker_threads';
import { Workspace } from '../../store/index.js';

export interface LentThreadData {
  /** Folder of the workspace. */
  workspace: string;
}

/** Folder of the workspace that this thread is for. */
export const lentFolder = (): string => (workerData as LentThreadData).workspace;

/** Works on the workspace that is lent over the port, and gives it back. */
export async function overLent<Result>(
  port: MessagePort,
  work: (workspace: Workspace) => Promise<Result>,
): Promise<Result> {
  try {
    return await work(Workspace.borrowed(lentFolder(), port));
  } finally {
    port.close();
  }
}
