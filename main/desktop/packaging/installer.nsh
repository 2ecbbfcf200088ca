; An update uninstalls the old version too; Claude Code stays connected then.
!macro customUnInstall
  ${ifNot} ${isUpdated}
    ExecWait '"$INSTDIR\${APP_EXECUTABLE_FILENAME}" --disconnect'
    ; Written by main/desktop/links/open-links.ts.
    DeleteRegKey HKCU "Software\Classes\signalbox"
  ${endIf}
!macroend
