package io.dispatchcloud.server.show;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why a file can't be used, in words. */
public final class FileTrouble {
  private FileTrouble() {}

  /**
   * Says it.
   *
   * @param e what reading or writing it came to
   * @return the reason, without the file's name
   */
  public static String words(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "no such file or folder";
    }
    if (e instanceof AccessDeniedException) {
      return "access denied";
    }
    String reason = e instanceof FileSystemException known ? known.getReason() : e.getMessage();
    return reason == null ? "it can't be used" : reason;
  }
}
