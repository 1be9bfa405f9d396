export interface ClientFiles {
  scripts: string[];
  styles: string[];
}

export interface ClientManifest {
  entry: ClientFiles;
  /** By the source path of a screen, what it needs beyond the entry. */
  modules: Record<string, ClientFiles>;
  inlineCss: string;
  inlineCssHash: string;
}
