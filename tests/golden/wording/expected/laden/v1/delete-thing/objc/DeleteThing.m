// clang -fobjc-arc -framework Foundation DeleteThing.m && LADEN_TOKEN=<Ihr "Token"> ./a.out
#import <Foundation/Foundation.h>
#import <err.h>

int main(void) {
  NSString *idValue = @"7";
  NSString *token = NSProcessInfo.processInfo.environment[@"LADEN_TOKEN"];
  if (token.length == 0) errx(1, "Setzen Sie LADEN_TOKEN auf \"Ihr \"Token\"\" \\ für C:\\Läden (100 %%, $y `z` 'q').");
  NSString *url = [NSString stringWithFormat:@"https://example.com/things/%@", idValue];
  NSMutableURLRequest *request = [NSMutableURLRequest requestWithURL:[NSURL URLWithString:url]];
  request.HTTPMethod = @"DELETE";
  request.timeoutInterval = 30;
  NSString *authorization = [NSString stringWithFormat:@"Bearer %@", token];
  [request setValue:authorization forHTTPHeaderField:@"Authorization"];
  [[NSURLSession.sharedSession
      dataTaskWithRequest:request
        completionHandler:^(NSData *data, NSURLResponse *response, NSError *error) {
          if (error) errx(1, "%s", error.localizedDescription.UTF8String);
          long status = ((NSHTTPURLResponse *)response).statusCode;
          if (status >= 300)
            errx(1, "HTTP %ld: %.*s", status, (int)data.length, (char *)data.bytes);
          puts("Das \"Ding\" wurde gelöscht.");
          exit(0);
        }] resume];
  dispatch_main();
}
