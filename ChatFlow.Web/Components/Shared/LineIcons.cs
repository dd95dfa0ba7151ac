namespace ChatFlow.Web.Components.Shared;

/// <summary>
/// Our icons, drawn in line style on a grid of 24. Each is the inside of an svg, so that both <c>LineIcon</c> and
/// MudBlazor's <c>Icon</c> parameters take it.
/// </summary>
public static class LineIcons
{
    public const string Inbox = Open + "<path d='M4 5h16a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1h-8l-5 4v-4H4a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1Z'/><path d='M8 9.5h8M8 12.5h5'/></g>";
    public const string Contacts = Open + "<circle cx='12' cy='8' r='4'/><path d='M4 21c.6-4 3.8-6.5 8-6.5s7.4 2.5 8 6.5'/></g>";
    public const string Sequences = Open + "<circle cx='5.5' cy='6' r='2.5'/><circle cx='18.5' cy='18' r='2.5'/><path d='M8 6h8a3 3 0 0 1 0 6H8a3 3 0 0 0 0 6h8'/></g>";
    public const string Bot = Open + "<rect x='4' y='8' width='16' height='11' rx='3'/><path d='M12 8V4.5M9 13v1M15 13v1M2 12.5v3M22 12.5v3'/><circle cx='12' cy='3.5' r='1'/></g>";
    public const string Statistics = Open + "<path d='M4 4v16h16'/><path d='M8 16v-4M12.5 16V8M17 16v-6'/></g>";
    public const string Connection = Open + "<path d='M9 15l6-6'/><path d='M11 6.5l1.5-1.5a4.6 4.6 0 0 1 6.5 6.5L17.5 13'/><path d='M13 17.5L11.5 19A4.6 4.6 0 0 1 5 12.5L6.5 11'/></g>";
    public const string Team = Open + "<circle cx='9' cy='8.5' r='3.5'/><path d='M2.5 20c.4-3.6 3-5.7 6.5-5.7s6.1 2.1 6.5 5.7'/><path d='M15.5 5.3a3.5 3.5 0 0 1 0 6.4M18 14.8c2 .8 3.2 2.6 3.5 5.2'/></g>";
    public const string Settings = Open + "<path d='M4 7h9M17 7h3M4 17h3M11 17h9'/><circle cx='15' cy='7' r='2'/><circle cx='9' cy='17' r='2'/></g>";
    public const string Operator = Open + "<rect x='3' y='4' width='18' height='7' rx='2'/><rect x='3' y='13' width='18' height='7' rx='2'/><path d='M7 7.5h.01M7 16.5h.01M11 7.5h6M11 16.5h6'/></g>";
    public const string More = Open + "<path d='M5 12h.01M12 12h.01M19 12h.01' stroke-width='2.6'/></g>";
    public const string MoreVertical = Open + "<path d='M12 5h.01M12 12h.01M12 19h.01' stroke-width='2.6'/></g>";
    public const string Search = Open + "<circle cx='11' cy='11' r='6.5'/><path d='M16 16l4.5 4.5'/></g>";
    public const string Plus = Open + "<path d='M12 5v14M5 12h14'/></g>";
    public const string Close = Open + "<path d='M6 6l12 12M18 6L6 18'/></g>";
    public const string Check = Open + "<path d='M4.5 12.5l5 5 10-11'/></g>";
    public const string ChevronDown = Open + "<path d='M6 9l6 6 6-6'/></g>";
    public const string ChevronUp = Open + "<path d='M6 15l6-6 6 6'/></g>";
    public const string ChevronRight = Open + "<path d='M9 6l6 6-6 6'/></g>";
    public const string ArrowLeft = Open + "<path d='M20 12H4M10 6l-6 6 6 6'/></g>";
    public const string Retry = Open + "<path d='M20 5v5h-5'/><path d='M19.5 10A8 8 0 1 0 20 13.5'/></g>";
    public const string Warning = Open + "<path d='M12 4L2.8 19.5h18.4L12 4Z'/><path d='M12 10v4M12 16.8h.01'/></g>";
    public const string Info = Open + "<circle cx='12' cy='12' r='9'/><path d='M12 11v5M12 8h.01'/></g>";
    public const string Clock = Open + "<circle cx='12' cy='12' r='9'/><path d='M12 7v5l3.5 2'/></g>";
    public const string Calendar = Open + "<rect x='3.5' y='5' width='17' height='15.5' rx='2'/><path d='M3.5 10h17M8 3v4M16 3v4'/></g>";
    public const string Trash = Open + "<path d='M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5'/></g>";
    public const string Edit = Open + "<path d='M4 20l1-4.5L16 4.5l3.5 3.5L8.5 19 4 20ZM13.5 7l3.5 3.5'/></g>";
    public const string Copy = Open + "<rect x='8.5' y='8.5' width='12' height='12' rx='2'/><path d='M15.5 8.5v-3a2 2 0 0 0-2-2h-8a2 2 0 0 0-2 2v8a2 2 0 0 0 2 2h3'/></g>";
    public const string Send = Open + "<path d='M4 12L3 4l18 8-18 8 1-8ZM4 12h8'/></g>";
    public const string Reply = Open + "<path d='M9 14L4 9l5-5M4 9h10a6 6 0 0 1 6 6v5'/></g>";
    public const string Smile = Open + "<circle cx='12' cy='12' r='9'/><path d='M8.5 14.5a4.5 4.5 0 0 0 7 0M9 9.5h.01M15 9.5h.01'/></g>";
    public const string Attach = Open + "<path d='M20 11.5l-8 8a5 5 0 0 1-7-7l8.5-8.5a3.3 3.3 0 0 1 4.7 4.7L9.8 17a1.7 1.7 0 0 1-2.4-2.4L15 7'/></g>";
    public const string Microphone = Open + "<rect x='9' y='3' width='6' height='11' rx='3'/><path d='M5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3.5'/></g>";
    public const string Filter = Open + "<path d='M3.5 6h17M7 12h10M10.5 18h3'/></g>";
    public const string Tag = Open + "<path d='M3.5 4.5v7l9 9 8-8-9-9h-7a1 1 0 0 0-1 1Z'/><path d='M8 8.5h.01' stroke-width='2.6'/></g>";
    public const string Note = Open + "<path d='M5 3.5h14v11l-6 6H5v-17ZM13 20.5v-6h6M8.5 8h7M8.5 11.5h4'/></g>";
    public const string Phone = Open + "<rect x='6.5' y='2.5' width='11' height='19' rx='2.5'/><path d='M11 18.5h2'/></g>";
    public const string Image = Open + "<rect x='3.5' y='4.5' width='17' height='15' rx='2'/><circle cx='9' cy='9.5' r='1.5'/><path d='M4 17l5-4 3.5 3 3.5-3.5 4.5 4'/></g>";
    public const string File = Open + "<path d='M6 3h8l4.5 4.5V21H6V3ZM14 3v5h4.5'/></g>";
    public const string Download = Open + "<path d='M12 4v11M7 10.5l5 5 5-5M4.5 20h15'/></g>";
    public const string Upload = Open + "<path d='M12 15.5v-11M7 9l5-5 5 5M4.5 20h15'/></g>";
    public const string Play = Open + "<path d='M7 4.5v15l12-7.5-12-7.5Z'/></g>";
    public const string Pause = Open + "<path d='M8 5v14M16 5v14'/></g>";
    public const string Move = Open + "<path d='M9 6h.01M15 6h.01M9 12h.01M15 12h.01M9 18h.01M15 18h.01' stroke-width='2.6'/></g>";
    public const string Key = Open + "<circle cx='8' cy='15.5' r='4.5'/><path d='M11.5 12.5L20 4M16.5 7.5l3 3'/></g>";
    public const string Globe = Open + "<circle cx='12' cy='12' r='9'/><path d='M3 12h18M12 3c3 2.7 4 5.6 4 9s-1 6.3-4 9c-3-2.7-4-5.6-4-9s1-6.3 4-9Z'/></g>";
    public const string SignOut = Open + "<path d='M10 4H5v16h5M14 8l4 4-4 4M18 12H9'/></g>";
    public const string Eye = Open + "<path d='M2.5 12c2.3-4.3 5.5-6.5 9.5-6.5s7.2 2.2 9.5 6.5c-2.3 4.3-5.5 6.5-9.5 6.5S4.8 16.3 2.5 12Z'/><circle cx='12' cy='12' r='3'/></g>";

    private const string Open = "<g fill='none' stroke='currentColor' stroke-width='1.7' stroke-linecap='round' stroke-linejoin='round'>";
}
