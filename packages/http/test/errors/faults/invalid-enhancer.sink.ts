import { Controller, createApp, Injectable, Module, Post, Upload, UploadedFile } from '@tenon/http';

@Injectable()
class Archive {
  write() {}
}

@Controller('/photos')
class PhotoController {
  @Post()
  // @ts-expect-error -- it has no open()
  add(@UploadedFile('photo', { to: Archive }) photo: Upload) {
    return { size: photo.size };
  }
}

@Module({ controllers: [PhotoController] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false });
