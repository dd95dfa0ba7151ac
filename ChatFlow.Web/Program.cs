using ChatFlow.Web.Components;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddInterface();
var app = builder.Build();
app.UseInterface();
app.UseAntiforgery();
app.MapInterface();
app.Run();
