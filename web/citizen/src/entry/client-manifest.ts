export interface ClientFiles {
  scripts: string[];
  styles: string[];
  /** The text of the style sheets together, and its digest for the content security policy. */
  css: string;
  cssHash: string;
}

export interface ClientManifest {
  entry: ClientFiles;
  /** By the source path of a screen, what it needs beyond the entry. */
  modules: Record<string, ClientFiles>;
}
